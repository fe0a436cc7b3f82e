window.YTD.tweets.part0 = [
{"tweet":{"id_str":"900","id":"900","full_text":"Nueve horas &amp; media: https://t.co/abc","created_at":"Wed Oct 10 20:19:24 +0000 2018","favorite_count":"7","retweet_count":"2","lang":"es","entities":{"urls":[{"url":"https://t.co/abc","expanded_url":"https://mostrador.example/nueve-horas/","display_url":"mostrador.example/nue…","indices":["21","38"]}]}}},
{"tweet":{"id_str":"901","full_text":"@pau Sí, son muchas","created_at":"Wed Oct 10 21:19:24 +0000 2018","favorite_count":"0","lang":"und","in_reply_to_status_id_str":"900","entities":{"urls":[]}}},
{"tweet":{"id_str":"902","full_text":"@eva otra cosa","created_at":"Wed Oct 10 22:19:24 +0000 2018","favorite_count":"0","in_reply_to_status_id_str":"555","entities":{"urls":[]}}},
{"tweet":{"id_str":"903","full_text":"RT @eva: SECRET https://t.co/x","created_at":"Wed Oct 10 22:19:24 +0000 2018","entities":{"urls":[{"url":"https://t.co/x","expanded_url":"https://eva.example/"}]}}}
]
