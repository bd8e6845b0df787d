import { ExplainAnomaly, ListForecasts, type RequestData, type ResponseInput } from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { ComposeExplanation } from '../use-cases/compose-explanation.ts';
import { ForecastLimits } from '../use-cases/forecast-limits.ts';

/** Why, and what comes next, for those who ask. */
@Controller()
export class ExplanationsController {
  constructor(
    private readonly explanation: ComposeExplanation,
    private readonly forecasts: ForecastLimits,
  ) {}

  @Answers(ExplainAnomaly)
  explain({ id }: RequestData<typeof ExplainAnomaly>): Promise<ResponseInput<typeof ExplainAnomaly>> {
    return this.explanation.compose(id, Date.now());
  }

  @Answers(ListForecasts)
  list({ limit }: RequestData<typeof ListForecasts>): ResponseInput<typeof ListForecasts> {
    return this.forecasts.list(limit);
  }
}
