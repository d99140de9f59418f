/** Mocha's spec reporter that also adds its counts to the JSON file named by OPENELM_TALLY. */
const { appendFileSync } = require('node:fs');
const { Runner, reporters } = require('mocha');

module.exports = class TallyReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = runner.stats;
      const file = process.env.OPENELM_TALLY;
      if (file !== undefined) {
        appendFileSync(file, `${JSON.stringify({ passed: passes, failed: failures, skipped: pending })}\n`);
      }
    });
  }
};
