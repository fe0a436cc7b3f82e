<?php
// Give a comment other words. Arguments: comment, text.
require getcwd() . '/wp-load.php';

wp_update_comment(wp_slash(['comment_ID' => (int) $argv[1], 'comment_content' => $argv[2]]));
