import { useEffect, useState } from "react";
import type { Api } from "./api";

const CHECK_EVERY_MS = 30_000;

const LABELS = {
  checking: "Checking",
  ready: "Ready",
  unavailable: "Unavailable",
};

export function HealthBadge({ api }: { api: Api }) {
  const [health, setHealth] = useState<keyof typeof LABELS>("checking");

  useEffect(() => {
    let current = true;
    const check = () =>
      api.isReady().then(
        (ready) => current && setHealth(ready ? "ready" : "unavailable"),
        () => current && setHealth("unavailable"),
      );
    void check();
    const timer = setInterval(check, CHECK_EVERY_MS);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [api]);

  return (
    <span role="status" className={`badge ${health}`}>
      {LABELS[health]}
    </span>
  );
}
