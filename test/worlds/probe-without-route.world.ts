import type { World } from './world.ts';

export const world: World = {
  trait: 'a probe asks a path that no route has',
  files: {
    'k8s/backend.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: backend
spec:
  selector:
    matchLabels:
      app: backend
  template:
    metadata:
      labels:
        app: backend
    spec:
      containers:
        - name: api
          image: shop/backend:1.0
          ports:
            - containerPort: 8008
          readinessProbe:
            httpGet:
              path: /ready
              port: 8008
`,
    'main.py': `from fastapi import FastAPI
app = FastAPI()
@app.get("/health")
def health(): ...
`,
  },
  applications: ['main:app . 1'],
  holds: [
    'probe.path /ready k8s/backend.yaml:21',
    'k8s.object Deployment/backend k8s/backend.yaml:4',
    'port.container 8008 k8s/backend.yaml:18',
    'image.used shop/backend:1.0 k8s/backend.yaml:16',
    'health /health main.py:3',
  ],
  lacks: ['health /ready'],
};
