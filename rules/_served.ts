import { attribute, type View } from 'turnaround/rule';

const OWN = 8000;

/** Whether any file shows that this port of the local machine is used: listened on, forwarded or published. */
export function isServed(view: View, port: number): boolean {
  const facts = [
    'port.published',
    'port.listen',
    'port.default',
    'port.exposed',
    'port.container',
    'port.service',
    'backend.port',
    'dashboard.port',
  ] as const;
  return (
    facts.some((subject) => view.about(subject).some((fact) => Number(fact.value) === port)) ||
    view.about('port.service').some(({ attributes }) => attributes?.nodePort === port) ||
    // The default port of Python servers.
    (port === OWN && view.about('start.application').some(({ attributes }) => attributes?.['port'] === undefined)) ||
    view.about('variable.read').some((fact) => attribute(fact, 'default') === String(port)) ||
    view.about('variable.set').some((fact) => attribute(fact, 'value') === String(port)) ||
    view
      .about('command')
      .some(({ value }) =>
        new RegExp(
          `(?<![\\w.])${port}:\\d|(?:port|-p)[ =]?${port}(?!\\d)|(?<!localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0):${port}(?!\\d)`,
          'i',
        ).test(value),
      )
  );
}

/** Whether the backend's port is known only at run time: `--port $PORT`. */
export function isPortOpen(view: View): boolean {
  return (
    view.about('command').some(({ value }) => /(?:uvicorn|gunicorn|hypercorn|fastapi|granian)\b.*\$/.test(value)) ||
    view.about('port.published').some(({ value }) => !/^\d+$/.test(String(value))) ||
    view.about('port.container').some(({ attributes }) => attributes?.['open'] === true)
  );
}
