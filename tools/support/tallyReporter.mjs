/** Mocha's spec reporter that also writes its counts to the file named by OPENELM_TALLY. */
import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

export default class TallyReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = runner.stats;
      const file = process.env.OPENELM_TALLY;
      if (file !== undefined) {
        appendFileSync(file, `${JSON.stringify({ passed: passes, failed: failures, skipped: pending })}\n`);
      }
    });
  }
}
