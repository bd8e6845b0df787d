import { ExplainAnomaly, type RequestData, type ResponseInput } from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { ComposeExplanation } from '../use-cases/compose-explanation.ts';

/** Why, for those who ask. */
@Controller()
export class ExplanationsController {
  constructor(private readonly explanation: ComposeExplanation) {}

  @Answers(ExplainAnomaly)
  explain({ id }: RequestData<typeof ExplainAnomaly>): Promise<ResponseInput<typeof ExplainAnomaly>> {
    return this.explanation.compose(id, Date.now());
  }
}
