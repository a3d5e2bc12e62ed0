import type { World } from './world.ts';

export const world: World = {
  trait: 'code for a newer Python than any that is here',
  files: {
    'app.py': `from fastapi import FastAPI
type Pair[T] = tuple[T, T]
app = FastAPI()
name = f"{app.title["x"]} {'\\n'.join([])}"
try:
    pass
except ValueError, TypeError:
    pass
text = t"{name}"
@app.get("/new")
def new[T](x: T) -> T: ...
`,
  },
  applications: ['app:app . 1'],
  holds: ['operation GET /new app.py:10'],
};
