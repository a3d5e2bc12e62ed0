import type { Api } from "./api";
import { HealthBadge } from "./HealthBadge";
import { LessonList } from "./LessonList";

export function App({ api }: { api: Api }) {
  return (
    <main>
      <header>
        <h1>Lessons</h1>
        <HealthBadge api={api} />
      </header>
      <LessonList api={api} />
    </main>
  );
}
