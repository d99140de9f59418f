import { readFileSync } from 'node:fs';
import path from 'node:path';
import ignore from 'ignore';
import * as v from 'valibot';
import { ROOT } from '../support/headlessEngine.ts';

const manifestSchema = v.object({
  contributes: v.object({
    configuration: v.array(
      v.object({
        properties: v.record(v.string(), v.looseObject({ default: v.optional(v.unknown()) })),
      }),
    ),
  }),
});

/** Tells secrets by the patterns that the editor leaves alone unless its user changes them. */
export function secretFiles(): (file: string) => boolean {
  const manifest: unknown = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  const { contributes } = v.parse(manifestSchema, manifest);
  const patterns = contributes.configuration
    .map(({ properties }) => properties['openelm.completion.exclude']?.default)
    .find((value) => value !== undefined);
  // The same globs as in a .gitignore, but for alternatives in braces.
  const rules = ignore().add(v.parse(v.array(v.string()), patterns).flatMap(withoutBraces));
  return (file) => rules.ignores(file);
}

function withoutBraces(pattern: string): string[] {
  const [whole, choices] = /\{([^{}]*)\}/u.exec(pattern) ?? [];
  return whole === undefined || choices === undefined
    ? [pattern]
    : choices.split(',').flatMap((choice) => withoutBraces(pattern.replace(whole, choice)));
}
