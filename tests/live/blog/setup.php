<?php
// Settings and posts of the blog; prints where the posts are. Run in the blog's folder.
require getcwd() . '/wp-load.php';

foreach (get_posts(['post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1]) as $post) {
    wp_delete_post($post->ID, true);
}
switch_theme('plain');
$settings = [
    'timezone_string' => 'Europe/Madrid',
    'permalink_structure' => '/%year%/%monthnum%/%postname%/',
    'comment_previously_approved' => 0,
    'moderation_keys' => 'casino',
    'posts_per_rss' => 50,
];
foreach ($settings as $name => $value) {
    update_option($name, $value);
}
$wp_rewrite->init();
$wp_rewrite->flush_rules(false);

$image = '<img src="' . home_url('/wp-content/uploads/2024/05/carta.png') . '" alt="La carta">';
$posts = [
    ['post_type' => 'post', 'post_name' => 'nueve-horas', 'post_title' => 'Nueve horas & un «gracias»',
     'post_date' => '2024-05-01 10:30:00', 'tags_input' => ['aerolíneas', 'espera'],
     'post_content' => "Primera línea.\nSegunda línea, <strong>fuerte</strong>.\n\n$image\n\nOtro párrafo."],
    ['post_type' => 'post', 'post_name' => 'otra-vez', 'post_title' => 'Otra vez el pedido',
     'post_date' => '2024-06-02 09:00:00',
     'post_content' => "<!-- wp:paragraph --><p>Ya <em>van</em> tres.</p><!-- /wp:paragraph -->"],
    ['post_type' => 'page', 'post_name' => 'acerca', 'post_title' => 'Acerca de',
     'post_date' => '2024-01-01 08:00:00', 'comment_status' => 'open', 'ping_status' => 'open',
     'post_content' => 'Quiénes somos.'],
    ['post_type' => 'post', 'post_name' => 'a-medias', 'post_title' => 'A medias',
     'post_date' => '2024-07-01 08:00:00', 'post_status' => 'draft', 'post_content' => 'Sin acabar.'],
];
$placed = [];
foreach ($posts as $post) {
    $id = wp_insert_post(wp_slash($post + ['post_status' => 'publish', 'post_author' => 1]), true);
    $placed[$post['post_name']] = ['id' => $id, 'url' => get_permalink($id)];
}
echo json_encode($placed);
