import { DescribeSeries, ListSeries, type RequestData, type ResponseInput } from '@cloudops/contracts';
import { parseSeriesId, SeriesCatalogue } from '@cloudops/domain-series';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';

@Controller()
export class SeriesController {
  constructor(private readonly catalogue: SeriesCatalogue) {}

  @Answers(DescribeSeries)
  async describe({ ids }: RequestData<typeof DescribeSeries>): Promise<ResponseInput<typeof DescribeSeries>> {
    return { series: await this.catalogue.describe(ids.map(parseSeriesId)) };
  }

  @Answers(ListSeries)
  list({ matchers, limit, cursor }: RequestData<typeof ListSeries>): Promise<ResponseInput<typeof ListSeries>> {
    return this.catalogue.list({ matchers, limit, cursor });
  }
}
