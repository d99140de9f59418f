import assert from 'node:assert/strict';
import { layerParameters, sumOfLayer } from '../../../../src/models/inside/layerParameters.ts';
import { type ScaledLayers, uniformTwin } from '../../../../src/models/inside/uniformTwin.ts';
import { layerWiseScaling, PUBLISHED_SCALING } from '../../../../src/models/layerWiseScaling.ts';
import { OPENELM_270M } from '../../../support/appleOpenElm.ts';
import { openElmTensors, type OpenElmShape } from '../../../support/miniatureOpenElm.ts';

/** The layers of a model of this shape, with the weights that its tensors have. */
function scaled(shape: OpenElmShape): ScaledLayers {
  const tensors = openElmTensors(shape).map((tensor) => ({ ...tensor, type: 0, offset: 0 }));
  const { layers: shapes, width, headSize } = shape;
  return { shapes, width, headSize, parameters: layerParameters(tensors, shapes.length) };
}

const published = (layers: number, width: number, headSize: number): OpenElmShape => ({
  ...OPENELM_270M,
  width,
  headSize,
  layers: layerWiseScaling({ layers, width, headSize, ...PUBLISHED_SCALING }),
});

describe('the uniform model of the same size', () => {
  const sizes = [
    { name: '270M', layers: 16, width: 1280, headSize: 64, heads: 16 },
    { name: '450M', layers: 20, width: 1536, headSize: 64, heads: 20 },
    { name: '1.1B', layers: 28, width: 2048, headSize: 64, heads: 24 },
    { name: '3B', layers: 36, width: 3072, headSize: 128, heads: 20 },
  ];
  for (const { name, layers, width, headSize, heads } of sizes) {
    it(`has as many parameters as OpenELM ${name}, to half a row of a feed-forward matrix in each layer`, () => {
      const model = scaled(published(layers, width, headSize));
      const twin = uniformTwin(model);
      assert.ok(twin);
      assert.deepEqual([twin.shape.queryHeads, twin.shape.keyValueHeads], [heads, heads / 4]);
      const own = model.parameters.reduce((total, layer) => total + sumOfLayer(layer), 0);
      const difference = Math.abs(own - sumOfLayer(twin.parameters) * layers);
      assert.ok(difference <= ((3 * width) / 2 + 1) * layers, String(difference));
    });
  }

  it('is the model itself where that is uniform', () => {
    const layer = { queryHeads: 8, keyValueHeads: 2, feedForward: 700 };
    const model = scaled({ ...OPENELM_270M, layers: Array.from({ length: 5 }, () => layer) });
    const twin = uniformTwin(model);
    assert.deepEqual(twin?.shape, layer);
    assert.deepEqual(sumOfLayer(twin.parameters), sumOfLayer(model.parameters[0] ?? assert.fail()));
  });

  it('is left out for layers that hold more than attention and a gated feed-forward part', () => {
    const model = scaled(OPENELM_270M);
    const withExperts = model.parameters.map((own, layer) =>
      layer === 3 ? { ...own, feedForward: own.feedForward * 4 } : own,
    );
    assert.equal(uniformTwin({ ...model, parameters: withExperts }), undefined);
  });

  it('is left out for layers that hold less, such as recurrent ones', () => {
    const model = scaled(OPENELM_270M);
    const parameters = model.parameters.map((own) => ({ ...own, attention: 0 }));
    assert.equal(uniformTwin({ ...model, parameters }), undefined);
    const shapes = model.shapes.map(() => ({ queryHeads: 0, keyValueHeads: 0, feedForward: 0 }));
    const none = shapes.map(() => ({ attention: 0, feedForward: 0, other: 0 }));
    assert.equal(uniformTwin({ ...model, shapes, parameters: none }), undefined);
  });
});
