import { isJsonObject, type JsonObject, type JsonValue } from '../../json/jsonValue.ts';
import { type ToolSyntax } from './toolSyntax.ts';

/** A call that is complete. */
export interface ReadCall {
  readonly name: string;
  readonly input: JsonObject;
}

/** Reads calls from a text as it comes, by the braces of their objects: tags around them may be invisible tokens. */
export class CallReader {
  #text = '';
  #depth = 0;
  #isInString = false;
  #isEscaped = false;
  #hasRead = false;

  constructor(private readonly syntax: Pick<ToolSyntax, 'argumentsKey'>) {}

  /** Whether some call is complete and none has begun after it. */
  get isBetweenCalls(): boolean {
    return this.#hasRead && this.#depth === 0;
  }

  /** Adds text; returns the calls that it completes. */
  push(text: string): readonly ReadCall[] {
    const calls: ReadCall[] = [];
    for (const character of text) {
      if (this.#isEnd(character)) {
        calls.push(...this.#read(this.#text));
        this.#text = '';
        this.#hasRead = true;
      }
    }
    return calls;
  }

  /** Follows one character; says whether it closes an object. */
  #isEnd(character: string): boolean {
    if (this.#depth === 0 && character !== '{') {
      return false;
    }
    this.#text += character;
    if (this.#isInString) {
      const closes = character === '"' && !this.#isEscaped;
      this.#isEscaped = character === '\\' && !this.#isEscaped;
      this.#isInString = !closes;
      return false;
    }
    this.#isInString = character === '"';
    this.#depth += character === '{' ? 1 : character === '}' ? -1 : 0;
    return this.#depth === 0;
  }

  /** The grammar lets nothing else be written; what is no call all the same is none. */
  #read(text: string): readonly ReadCall[] {
    const call = JSON.parse(text) as JsonValue;
    const name = isJsonObject(call) ? call['name'] : undefined;
    const input = isJsonObject(call) ? call[this.syntax.argumentsKey] : undefined;
    return typeof name === 'string' && isJsonObject(input) ? [{ name, input }] : [];
  }
}
