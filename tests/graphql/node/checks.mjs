// A list of facts that are checked one after the other; each gets a line, and the exit code is 1 when one does not hold.
import assert from 'node:assert/strict';

const secondsMax = 15;

export async function check(facts) {
  let failed = 0;
  for (const [fact, prove] of Object.entries(facts)) {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`nothing came within ${secondsMax} s`)), secondsMax * 1000);
    });
    try {
      await Promise.race([prove(), late]);
      console.log(`ok ${fact}`);
    } catch (error) {
      failed++;
      console.log(`not ok ${fact}: ${error.stack}`);
    }
    clearTimeout(timer);
  }
  console.log(`${Object.keys(facts).length} facts, ${failed} do not hold`);
  process.exit(failed === 0 ? 0 : 1);
}

export { assert };
