<?php
/* A short menu, a column of the latest posts, and nothing that names a post's parts. */
add_theme_support('post-thumbnails');
add_theme_support('automatic-feed-links');
add_theme_support('post-formats', ['aside', 'gallery', 'video']);

/* When a post was published: the moment in a title alone, for readers only how long ago. */
function almanac_when(): string
{
    return sprintf('<span class="ago" title="%s">%s</span>', get_the_date('c'), human_time_diff(get_the_time('U'), time()));
}
