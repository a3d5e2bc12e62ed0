import { suite as uvuSuite } from 'uvu';
import * as uvuAssert from 'uvu/assert';

/** uvu's assertions, counted, so that a test that asserts nothing fails instead of passing. */
let asserted = 0;
export const assert: typeof uvuAssert = counted(uvuAssert);

function counted<V extends object>(target: V): V {
  return new Proxy(target, {
    get(from, name) {
      const value: unknown = Reflect.get(from, name);
      return typeof value === 'function' ? counted(value) : value;
    },
    apply(call, self, args) {
      asserted += 1;
      return Reflect.apply(call as unknown as (...given: unknown[]) => unknown, self, args);
    },
  });
}

export type Test = (name: string, body: () => Promise<void> | void) => void;

/** A suite in which every test must assert. A test that cannot run here is `skip`ped with its reason. */
export function suite(name: string): Test & { skip(name: string, because: string): void; run(): void } {
  const inner = uvuSuite(name);
  const add: Test = (title, body) => {
    inner(title, async () => {
      asserted = 0;
      await body();
      if (asserted === 0) throw new Error(`"${title}" asserts nothing`);
    });
  };
  return Object.assign(add, {
    skip(title: string, because: string): void {
      console.log(`skipped: ${name}: ${title}: ${because}`);
      inner.skip(title, () => undefined);
    },
    run: (): void => inner.run(),
  });
}
