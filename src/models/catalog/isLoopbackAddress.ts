const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])$/u;

/** Whether a text is a plain http address of this machine itself, which needs no encryption. */
export function isLoopbackAddress(text: string): boolean {
  if (!URL.canParse(text)) {
    return false;
  }
  const { protocol, hostname, username, password } = new URL(text);
  return protocol === 'http:' && LOOPBACK.test(hostname) && username === '' && password === '';
}
