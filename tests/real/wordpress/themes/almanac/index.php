<?php $alone = is_singular(); ?><!DOCTYPE html>
<html <?php language_attributes(); ?>>
<head>
<meta charset="<?php bloginfo('charset'); ?>">
<title><?php bloginfo('name'); wp_title('|', true, 'left'); ?></title>
<link rel="stylesheet" href="<?php echo get_stylesheet_uri(); ?>">
<?php wp_head(); ?>
</head>
<body>
<div id="top"><h1><a href="<?php echo home_url('/'); ?>"><?php bloginfo('name'); ?></a></h1><p><?php bloginfo('description'); ?></p></div>
<ul id="rooms"><?php wp_list_categories(['title_li' => '', 'number' => 6]); wp_list_pages(['title_li' => '']); ?></ul>
<table id="frame"><tr><td id="wide">
<?php while (have_posts()): the_post(); ?>
<div class="sheet">
<h2><?php if ($alone): the_title(); else: ?><a href="<?php the_permalink(); ?>"><?php the_title(); ?></a><?php endif; ?></h2>
<?php if (has_post_thumbnail()) { the_post_thumbnail('large'); } ?>
<div class="sheet-words"><?php if ($alone || !is_archive()) { the_content(); } else { the_excerpt(); } ?></div>
<?php if ($alone) { wp_link_pages(); } ?>
<?php if (!is_page()): ?>
<div class="foot"><?php echo almanac_when(); ?> / <?php the_author(); ?> / <?php the_category(', '); ?><?php the_tags(' / ', ', '); ?></div>
<?php endif; ?>
</div>
<?php if ($alone) { comments_template(); } ?>
<?php endwhile; ?>
<?php if (!$alone) { posts_nav_link(); } ?>
</td><td id="narrow"><ul>
<?php foreach (wp_get_recent_posts(['numberposts' => 5, 'post_status' => 'publish']) as $post): ?>
<li><a href="<?php echo get_permalink($post['ID']); ?>"><?php echo esc_html($post['post_title']); ?></a></li>
<?php endforeach; ?>
</ul></td></tr></table>
<div id="end"><?php bloginfo('name'); ?> © <?php echo date('Y'); ?></div>
<?php wp_footer(); ?>
</body>
</html>
