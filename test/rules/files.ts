/** Files by their path in the workspace. */
export type Files = Readonly<Record<string, string>>;

export interface Case {
  readonly unmet: Files;
  readonly finds: readonly string[];
  /** The same with the mend, or what only looks like it: nothing is said. */
  readonly met: readonly Files[];
}

/** The cases of an area, by the id of the rule. */
export type Cases = Readonly<Record<string, Case>>;

export const APP = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/health")\ndef health(): ...\n';
export const IMAGE = 'FROM python:3.11\nEXPOSE 8008\nCMD ["uvicorn", "main:app", "--port", "8008"]\n';
export const probed = (path: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: backend}\nspec:\n  selector: {matchLabels: {app: backend}}\n  template:\n    metadata: {labels: {app: backend}}\n    spec:\n      containers:\n        - name: api\n          image: shop/backend:1\n          ports: [{containerPort: 8008}]\n          livenessProbe:\n            httpGet: {path: ${path}, port: 8008}\n`;
export const service = (label: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector:\n    app: ${label}\n  ports: [{port: 80}]\n`;
export const job = (steps: string): string => `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${steps}`;
export const lock = (range: string): string =>
  JSON.stringify(
    {
      name: 'a',
      lockfileVersion: 3,
      packages: { '': { name: 'a', dependencies: { vite: range } }, 'node_modules/vite': { version: '5.0.0' } },
    },
    null,
    1,
  );
