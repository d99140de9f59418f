import { type ChatEngine } from '../../src/core/chat/chatEngine.ts';

/** The built-in model under another name: as itself it is not asked, because it was never trained to answer. */
export function talker(engine: ChatEngine): ChatEngine {
  return {
    model: async () => {
      const model = await engine.model();
      return { ...model, name: model.name.replace('openelm-code-tiny', 'talker') };
    },
    countTokens: (texts) => engine.countTokens(texts),
    generate: (request, signal, onText) => engine.generate(request, signal, onText),
  };
}
