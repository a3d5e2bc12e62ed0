from app.rate_limit import RateLimiter


def test_messages_over_the_limit_wait_until_the_window_has_moved_on():
    now = 0.0
    limiter = RateLimiter(clock=lambda: now)
    assert limiter.seconds_to_wait(user_id=1, limit=2) == 0
    now = 20.0
    assert limiter.seconds_to_wait(user_id=1, limit=2) == 0
    now = 25.0
    assert limiter.seconds_to_wait(user_id=1, limit=2) == 35
    now = 60.0
    assert limiter.seconds_to_wait(user_id=1, limit=2) == 0
    assert limiter.seconds_to_wait(user_id=1, limit=2) == 20


def test_users_do_not_use_up_each_others_limit():
    limiter = RateLimiter(clock=lambda: 0.0)
    assert limiter.seconds_to_wait(user_id=1, limit=1) == 0
    assert limiter.seconds_to_wait(user_id=1, limit=1) == 60
    assert limiter.seconds_to_wait(user_id=2, limit=1) == 0
