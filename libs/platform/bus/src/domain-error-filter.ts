import { Catch, type RpcExceptionFilter } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';
import { databaseFailure } from './database-failure.ts';

/** Nest replaces an unknown error by "Internal server error"; the transport needs the original to map its kind. */
@Catch()
export class DomainErrorFilter implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => databaseFailure(error));
  }
}
