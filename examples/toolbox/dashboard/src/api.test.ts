import { expect, test } from "vitest";
import { ApiError, createApi } from "./api";

const lesson = { id: 1, title: "Fractions", subject: "mathematics", grade: 5, minutes: 45 };

function answering(status: number, body: unknown) {
  const requested: string[] = [];
  const api = createApi("http://api.example", async (input) => {
    requested.push(String(input));
    return Response.json(body, { status });
  });
  return { api, requested };
}

test("lessons come from the first page of the catalogue", async () => {
  const { api, requested } = answering(200, { items: [lesson], total: 1 });
  expect(await api.lessons()).toEqual([lesson]);
  expect(requested).toEqual(["http://api.example/lessons?limit=100"]);
});

test("a failing answer is an error that names its status", async () => {
  const { api } = answering(500, {});
  await expect(api.lessons()).rejects.toThrow(new ApiError("GET /lessons answered 500"));
});

test("an answer of another shape is an error", async () => {
  const { api } = answering(200, { items: [{ ...lesson, title: null }], total: 1 });
  await expect(api.lessons()).rejects.toThrow("did not answer with a page of lessons");
});

test("the API is ready unless /ready answers with an error", async () => {
  expect(await answering(200, { status: "ready" }).api.isReady()).toBe(true);
  expect(await answering(503, { detail: "no store" }).api.isReady()).toBe(false);
});
