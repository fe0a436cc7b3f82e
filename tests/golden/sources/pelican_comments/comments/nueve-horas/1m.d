author: Eva
date: ayer

Con otro nombre igual.
