<!doctype html>
<html <?php language_attributes(); ?>>
<head><meta charset="utf-8"><title><?php wp_title(); ?></title><?php wp_head(); ?></head>
<body <?php body_class(); ?>>
<?php while (have_posts()) : the_post(); ?>
  <article <?php post_class(); ?>>
    <h1><a href="<?php the_permalink(); ?>"><?php the_title(); ?></a></h1>
    <?php the_content(); ?>
    <ol class="commentlist"><?php wp_list_comments([], get_comments(['post_id' => get_the_ID(), 'status' => 'approve', 'order' => 'ASC'])); ?></ol>
  </article>
<?php endwhile; ?>
<?php wp_footer(); ?>
</body>
</html>
