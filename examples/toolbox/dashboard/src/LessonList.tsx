import { useEffect, useState } from "react";
import type { Api, Lesson } from "./api";

export function LessonList({ api }: { api: Api }) {
  const [lessons, setLessons] = useState<Lesson[]>();
  const [error, setError] = useState<string>();

  useEffect(() => {
    let current = true;
    api.lessons().then(
      (loaded) => current && setLessons(loaded),
      (reason: unknown) => current && setError(String(reason)),
    );
    return () => {
      current = false;
    };
  }, [api]);

  if (error !== undefined) return <p role="alert">The lessons could not be loaded. {error}</p>;
  if (lessons === undefined) return <p>Loading lessons</p>;
  if (lessons.length === 0) return <p>There are no lessons yet.</p>;
  return (
    <ul className="lessons">
      {lessons.map((lesson) => (
        <li key={lesson.id}>
          <strong>{lesson.title}</strong>
          <span>
            {lesson.subject.replaceAll("_", " ")}, grade {lesson.grade}, {lesson.minutes} minutes
          </span>
        </li>
      ))}
    </ul>
  );
}
