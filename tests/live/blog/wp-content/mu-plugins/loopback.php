<?php
// Everything happens within a second, on one machine: two protections would be in the way.
add_filter('comment_flood_filter', '__return_false', 99);
add_filter('http_request_host_is_external', '__return_true');
add_filter('http_allowed_safe_ports', function ($ports, $host, $url) {
    return array_merge($ports, [(int) parse_url($url, PHP_URL_PORT)]);
}, 10, 3);
add_filter('pre_wp_mail', '__return_false');
// A blog in Spanish; its translations need not be installed.
add_filter('locale', function () { return 'es_ES'; });
