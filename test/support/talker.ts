import { type ChatEngine } from '../../src/core/chat/chatEngine.ts';

/** The built-in model under another name and without its template: as itself it is not asked, because it can't answer. */
export function talker(engine: ChatEngine): ChatEngine {
  return {
    model: async () => {
      const model = await engine.model();
      return { ...model, name: model.name.replace('OpenELM Nano 48M', 'talker'), renderTemplate: undefined };
    },
    countTokens: (texts) => engine.countTokens(texts),
    generate: (request, signal, onText) => engine.generate(request, signal, onText),
  };
}
