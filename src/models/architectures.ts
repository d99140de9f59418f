/**
 * Architectures whose models continue text, as llama.cpp names them in the release that node-llama-cpp 3.21.1 is
 * built from (`LLM_ARCH_NAMES`, without those of another purpose). It refuses any other name.
 */
export const TEXT_GENERATION_ARCHITECTURES: ReadonlySet<string> = new Set(
  `
    afmoe apertus arcee arctic arwkv7 baichuan bailingmoe bailingmoe2 bailingmoe3 bitnet bloom chameleon
    chatglm codeshell cogvlm cohere2 cohere2moe command-r dbrx deci deepseek deepseek2 deepseek2-ocr
    deepseek32 deepseek4 dots1 dots3note ernie4_5 ernie4_5-moe exaone exaone-moe exaone4 falcon
    falcon-h1 gemma gemma2 gemma3 gemma3n gemma4 glm-dsa glm4 glm4moe gpt-oss gpt2 gptj gptneox granite
    granite_swa granitehybrid granitemoe graniteswitch grok grovemoe hunyuan-dense hunyuan-moe
    hunyuan_vl hy_v3 internlm2 jais jais2 jamba kimi-k3 kimi-linear laguna lfm2 lfm2moe llama llama4
    maincoder mamba mamba2 mellum mimo2 minicpm minicpm3 minimax-01 minimax-m2 minimax-m3 mistral3
    mistral4 mpt muse-glimmer nanbeige nemotron nemotron_h nemotron_h_moe olmo olmo2 olmoe openelm orion
    paddleocr pangu-embedded phi2 phi3 phimoe plamo plamo2 plamo3 plm qwen qwen2 qwen2moe qwen2vl qwen3
    qwen35 qwen35moe qwen3moe qwen3next qwen3vl qwen3vlmoe qwen4exp refact rwkv6 rwkv6qwen2 rwkv7
    seed_oss smallthinker smollm3 stablelm starcoder starcoder2 step35 talkie xverse
  `
    .trim()
    .split(/\s+/),
);

/** Architectures llama.cpp knows that do not continue text from left to right, and what they are for. */
export const OTHER_ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ['clip', 'vision projector'],
  ['bert', 'embedding'],
  ['modern-bert', 'embedding'],
  ['nomic-bert', 'embedding'],
  ['nomic-bert-moe', 'embedding'],
  ['neo-bert', 'embedding'],
  ['jina-bert-v2', 'embedding'],
  ['jina-bert-v3', 'embedding'],
  ['eurobert', 'embedding'],
  ['gemma-embedding', 'embedding'],
  ['llama-embed', 'embedding'],
  ['t5', 'encoder-decoder'],
  ['t5encoder', 'embedding'],
  ['wavtokenizer-dec', 'speech'],
  ['qwen3tts', 'speech'],
  ['pockettts', 'speech'],
  ['eagle3', 'draft'],
  ['dflash', 'draft'],
  ['gemma4-assistant', 'draft'],
  ['dream', 'diffusion'],
  ['llada', 'diffusion'],
  ['llada-moe', 'diffusion'],
  ['rnd1', 'diffusion'],
]);

/**
 * Names of `tokenizer.ggml.pre` that llama.cpp accepts for byte-level BPE, in the same release; it throws at others.
 */
export const PRE_TOKENIZERS: ReadonlySet<string> = new Set(
  `
    a.x-4.0 afmoe bailingmoe bailingmoe2 bloom chameleon chatglm-bpe codeshell cohere2moe command-r dbrx
    deepseek-coder deepseek-llm deepseek-r1-qwen deepseek-v3 default exaone exaone-moe exaone4 f2llmv2
    falcon falcon-h1 falcon3 gemma4 gigachat glm4 gpt-2 gpt-4o gpt3-finnish granite-docling
    granite-embed-multi-311m granite-embed-multi-97m grok-2 hunyuan hunyuan-dense jais jais-2 jina-de
    jina-es jina-v1-en jina-v2-code jina-v2-de jina-v2-es jina-v5-nano joyai-llm kanana2 kimi-k2 kormo
    laguna lfm2 llada-moe llama-bpe llama-v3 llama3 llama4 megrez mellum mellum2 midm-2.0 minerva-7b
    minicpm5 minimax-m2 modern-bert mpt olmo phi-2 pixtral poro-chat qwen2 qwen35 refact roberta-bpe
    sarvam-moe seed-coder smaug-bpe smollm solar-open stablelm2 starcoder superbpe talkie tekken
    tiny_aya trillion viking whitespace youtu
  `
    .trim()
    .split(/\s+/),
);
