import time
from collections import defaultdict, deque
from collections.abc import Callable

WINDOW_SECONDS = 60


class RateLimiter:
    """Counts each user's messages in a sliding window, over all of the user's connections."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._sent: defaultdict[int, deque[float]] = defaultdict(deque)

    def seconds_to_wait(self, user_id: int, limit: int) -> float:
        """0 when the message is within the limit, in which case it is counted."""
        now = self._clock()
        sent = self._sent[user_id]
        while sent and sent[0] <= now - WINDOW_SECONDS:
            sent.popleft()
        if len(sent) >= limit:
            return sent[0] + WINDOW_SECONDS - now
        sent.append(now)
        return 0
