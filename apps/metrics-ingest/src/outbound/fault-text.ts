import { z } from 'zod';

/** Why a file is not used, in one line. */
export const faultText = (error: unknown): string => {
  if (error instanceof z.ZodError)
    return z
      .prettifyError(error)
      .replaceAll(/\s*\n\s*/g, ' ')
      .slice(0, 500);
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
};
