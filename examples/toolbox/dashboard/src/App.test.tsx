import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { App } from "./App";
import type { Api } from "./api";

const lesson = { id: 1, title: "Sorting", subject: "computer_science", grade: 8, minutes: 90 };

const workingApi: Api = {
  lessons: async () => [lesson],
  isReady: async () => true,
};

afterEach(cleanup);

test("shows the lessons and that the API is ready", async () => {
  render(<App api={workingApi} />);
  expect(screen.getByText("Loading lessons")).toBeTruthy();
  expect(await screen.findByText("Sorting")).toBeTruthy();
  expect(screen.getByText("computer science, grade 8, 90 minutes")).toBeTruthy();
  expect((await screen.findByRole("status")).textContent).toBe("Ready");
});

test("says so when there are no lessons", async () => {
  render(<App api={{ ...workingApi, lessons: async () => [] }} />);
  expect(await screen.findByText("There are no lessons yet.")).toBeTruthy();
});

test("shows why the lessons are missing when the API is down", async () => {
  const down = () => Promise.reject(new Error("connection refused"));
  render(<App api={{ lessons: down, isReady: down }} />);
  expect((await screen.findByRole("alert")).textContent).toContain("connection refused");
  expect(await screen.findByText("Unavailable")).toBeTruthy();
});
