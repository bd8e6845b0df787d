const CONNECTING: readonly string[] = [
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  'UND_ERR_CONNECT_TIMEOUT', // of fetch
];

/** Whether a failure by this code was one of connecting, so that nothing was sent. */
export const neverLeft = (code: unknown): boolean => CONNECTING.includes(String(code));

/** The same for an error of which only the text is left. */
export const saysNeverLeft = (message: string): boolean => CONNECTING.some((code) => message.includes(` ${code} `));
