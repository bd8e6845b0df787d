import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { operationOf } from './operation.ts';

export const envelope = <T>(data: T, message: string) => ({
  status: 'success' as const,
  data,
  message,
  timestamp: new Date().toISOString(),
});

/** Wraps what an operation answers as `{status, data, message, timestamp}`, unless it produces something else. */
@Injectable()
export class EnvelopeInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const operation = context.getType() === 'http' ? operationOf(context.getHandler()) : undefined;
    if (operation?.answer === undefined || operation.produces !== undefined) return next.handle();
    return next.handle().pipe(map((data: unknown) => envelope(data, operation.summary)));
  }
}
