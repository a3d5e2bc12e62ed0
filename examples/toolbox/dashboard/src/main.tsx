import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { createApi } from "./api";
import "./style.css";

const api = createApi(import.meta.env.VITE_API_URL ?? "http://localhost:8000", fetch.bind(window));

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App api={api} />
  </StrictMode>,
);
