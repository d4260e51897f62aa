<?php
/* What is true of every post of one edition now. */
require __DIR__ . '/boot.php';
require __DIR__ . '/truth_of_post.php';
answer([...array_map('truth_of', all_posts()), ...array_filter(get_option('newsroom_deleted', []), fn ($post) => $post['edition'] === $site['edition'])]);
