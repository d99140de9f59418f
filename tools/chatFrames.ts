/** `npm run bench:chat`: streams an answer of about 2,000 tokens into the chat page and says how far its frames lie apart. */
import { startChatBrowser } from '../test/page/support/chatHarness.ts';
import { answered, STATES } from '../test/page/support/chatStates.ts';

/** Characters a token, and tokens a second: faster than any of the models on a processor. */
const TOKEN_LENGTH = 4;
const TOKENS = 2000;
const TOKENS_PER_SECOND = 200;
const WATCH = `window.gaps = []; let last; requestAnimationFrame(function frame(now) { if (last !== undefined) gaps.push(now - last); last = now; requestAnimationFrame(frame); });`;

const sample = STATES['explanation']?.turns[0]?.answer.text ?? '';
const code = `\`\`\`ts\n${'const answer: number = compute(1, "two"); // three\n'.repeat(60)}\`\`\`\n`;
const text = (sample + code).repeat(5).slice(0, TOKENS * TOKEN_LENGTH);
const browser = await startChatBrowser();
try {
  const chat = await browser.open(answered('', 'running'));
  const stream = `new Promise((done) => {
    const text = ${JSON.stringify(text)};
    let at = 0;
    const timer = setInterval(() => {
      const piece = text.slice(at, at + ${TOKEN_LENGTH});
      window.postMessage({ kind: 'chunk', turnId: 't1', offset: at, text: piece }, '*');
      at += piece.length;
      if (at >= text.length) { clearInterval(timer); done(); }
    }, ${1000 / TOKENS_PER_SECOND});
  })`;
  await chat.evaluate(`${WATCH}; ${stream}`);
  const gaps = (await chat.evaluate<number[]>('gaps')).sort((a, b) => a - b);
  const at = (share: number): string => (gaps[Math.floor((gaps.length - 1) * share)] ?? 0).toFixed(1);
  console.log(
    `${gaps.length} frames: median ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`,
  );
} finally {
  await browser.close();
}
