<?php
// A comment as a careless plugin leaves it: not filtered. Arguments: post, author, text.
require getcwd() . '/wp-load.php';

echo wp_insert_comment(wp_slash([
    'comment_post_ID' => (int) $argv[1],
    'comment_author' => $argv[2],
    'comment_content' => $argv[3],
    'comment_author_email' => 'secreta@correo.example',
    'comment_author_IP' => '127.0.0.9',
    'comment_agent' => 'NavegadorSecreto/1.0',
    'comment_approved' => 1,
]));
