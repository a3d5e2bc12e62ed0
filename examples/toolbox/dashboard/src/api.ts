export interface Lesson {
  id: number;
  title: string;
  subject: string;
  grade: number;
  minutes: number;
}

export interface Api {
  lessons(): Promise<Lesson[]>;
  isReady(): Promise<boolean>;
}

export class ApiError extends Error {
  override name = "ApiError";
}

export function createApi(baseUrl: string, fetch: typeof globalThis.fetch): Api {
  return {
    async lessons() {
      const response = await fetch(`${baseUrl}/lessons?limit=100`);
      if (!response.ok) {
        throw new ApiError(`GET /lessons answered ${response.status}`);
      }
      return parseLessons(await response.json());
    },
    async isReady() {
      const response = await fetch(`${baseUrl}/ready`);
      return response.ok;
    },
  };
}

function parseLessons(body: unknown): Lesson[] {
  if (isObject(body) && Array.isArray(body.items) && body.items.every(isLesson)) {
    return body.items;
  }
  throw new ApiError("GET /lessons did not answer with a page of lessons");
}

function isLesson(value: unknown): value is Lesson {
  return (
    isObject(value) &&
    typeof value.id === "number" &&
    typeof value.title === "string" &&
    typeof value.subject === "string" &&
    typeof value.grade === "number" &&
    typeof value.minutes === "number"
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
