import path from 'node:path';
import { type AdapterChoice } from '../../models/adapters/adapterChoice.ts';

/** Stands for the built-in model in the setting: its path changes with every update of the extension. */
const BUILT_IN_KEY = 'builtIn';
const MAX_SCALE = 10;

/** The setting as it is written: model file → adapter file and scale. */
export type AdapterSetting = Readonly<Record<string, { readonly file: string; readonly scale: number }>>;

/** What `openelm.models.adapters` says of a model. */
export class AdapterChoices {
  constructor(private readonly builtInModel: string) {}

  /** The adapter of a model in the setting's value, which may be anything; a scale out of bounds is clamped. */
  of(model: string, setting: unknown): AdapterChoice | undefined {
    const wanted = this.#keyOf(model);
    const [, entry] = entriesOf(setting).find(([key]) => normalised(key) === wanted) ?? [];
    if (!isRecord(entry)) {
      return undefined;
    }
    const { file, scale = 1 } = entry;
    if (typeof file !== 'string' || file.trim() === '') {
      return undefined;
    }
    return { path: file.trim(), scale: adapterScale(scale) ?? 1 };
  }

  /** The setting with another adapter for one model, or with none; what it says of others stays as it is. */
  with(model: string, choice: AdapterChoice | undefined, setting: unknown): Record<string, unknown> {
    const wanted = this.#keyOf(model);
    const others = entriesOf(setting).filter(([key]) => normalised(key) !== wanted);
    const own: AdapterSetting =
      choice === undefined ? {} : { [wanted]: { file: choice.path, scale: choice.scale } };
    return { ...Object.fromEntries(others), ...own };
  }

  #keyOf(model: string): string {
    return model === this.builtInModel ? BUILT_IN_KEY : normalised(model);
  }
}

/** A scale within its bounds; undefined for what is no number. */
export function adapterScale(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number)
    ? Math.min(MAX_SCALE, Math.max(0, number))
    : undefined;
}

function entriesOf(setting: unknown): (readonly [string, unknown])[] {
  return isRecord(setting) ? Object.entries(setting) : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function normalised(file: string): string {
  return path.normalize(file.trim());
}
