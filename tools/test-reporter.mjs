// One line a test file as it finishes; the whole story of a file that fails.
import { relative } from 'node:path';

export default class TestReporter {
  onTestResult(_test, result) {
    const file = relative(process.cwd(), result.testFilePath);
    const seconds = ((result.perfStats.end - result.perfStats.start) / 1000).toFixed(1);
    const { numPassingTests: passed, numFailingTests: failed, numPendingTests: skipped } = result;
    if (failed === 0 && !result.testExecError) {
      console.log(`  ✔ ${file} (${passed} tests${skipped > 0 ? `, ${skipped} SKIPPED` : ''}, ${seconds} s)`);
      return;
    }
    console.log(
      `  ✘ ${file} (${failed || 'could not run'}, ${seconds} s)\n${result.failureMessage ?? result.testExecError?.message ?? ''}`,
    );
    for (const { message } of (result.console ?? []).slice(-40)) console.log(`    | ${message}`);
  }
}
