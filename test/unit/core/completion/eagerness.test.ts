import assert from 'node:assert/strict';
import { confidenceThreshold, THRESHOLDS } from '../../../../src/core/completion/eagerness.ts';

describe('the confidence from which on a suggestion is shown', () => {
  it('is that of the setting, and nothing for who asks by hand', () => {
    assert.equal(confidenceThreshold({ eagerness: 'eager', trigger: 'automatic' }), THRESHOLDS.eager);
    assert.equal(
      confidenceThreshold({ eagerness: 'quiet', threshold: 0.8, trigger: 'manual', isSaving: true }),
      0,
    );
  });

  it('is what was set or learnt in its place, where something was', () => {
    const asked = { eagerness: 'balanced', trigger: 'automatic' } as const;
    assert.equal(confidenceThreshold({ ...asked, threshold: 0.5 }), 0.5);
    assert.equal(confidenceThreshold({ ...asked, threshold: undefined }), THRESHOLDS.balanced);
  });

  it('is at least that of quiet where energy is saved', () => {
    const asked = { eagerness: 'eager', trigger: 'automatic', isSaving: true } as const;
    assert.equal(confidenceThreshold({ ...asked, threshold: 0.3 }), THRESHOLDS.quiet);
    assert.equal(confidenceThreshold({ ...asked, threshold: 0.95 }), 0.95);
  });

  it('is lower where several lines are due, but not for who wants quiet, or saves energy', () => {
    const asked = { eagerness: 'balanced', trigger: 'automatic', shape: 'block' } as const;
    assert.equal(confidenceThreshold(asked), 0.5);
    assert.equal(confidenceThreshold({ ...asked, threshold: 0.3 }), 0.3);
    assert.equal(confidenceThreshold({ ...asked, threshold: 0.95 }), 0.95);
    assert.equal(confidenceThreshold({ ...asked, eagerness: 'quiet' }), THRESHOLDS.quiet);
    assert.equal(confidenceThreshold({ ...asked, isSaving: true }), THRESHOLDS.quiet);
  });
});
