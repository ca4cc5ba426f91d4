/** Ends a run with one plain line that any program can read: `N passed, N failed`, and what was skipped. */
module.exports = class CountReporter {
  onRunComplete(_contexts, results) {
    // A test file that could not be loaded ran no test, yet it has failed.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests === 0 ? '' : `, ${results.numPendingTests} skipped`;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped}\n`;
    // jest writes its own summary after its reporters have been told; this line comes after that one.
    process.once('exit', () => process.stdout.write(line));
  }
};
