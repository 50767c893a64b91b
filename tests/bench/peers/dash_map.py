"""Dash with dash-leaflet as its own guides have it: polygons as a static file, colours by hideout.

Runs in an environment of its own: `python dash_map.py FOLDER PORT [browser]`. The folder holds
``province.json`` (GeoJSON) and ``layers.json``: by indicator its name, sentence, and the colour of
each polygon. With ``browser`` the change of indicator is a callback in the browser, which few
applications have; without, one on the server.
"""

import json
import sys
from pathlib import Path

import dash_leaflet as dl
from dash import Dash, Input, Output, clientside_callback, dcc, html

folder, port, mode = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
layers = json.loads((folder / "layers.json").read_text(encoding="utf-8"))
first = next(iter(layers))

app = Dash(__name__, assets_folder=str(folder), compress=True, title="dash")
app.layout = html.Div(
    [
        dcc.RadioItems(id="indicator", options=list(layers), value=first, inline=True),
        html.P(layers[first]["sentence"], id="sentence"),
        dl.Map(
            dl.GeoJSON(
                url="/assets/province.json",
                id="communes",
                hideout=layers[first]["colours"],
                style={"variable": "dashExtensions.bench.style"},
                zoomToBounds=True,
            ),
            center=[21.2, 104.0],
            zoom=8,
            zoomSnap=0,
            style={"height": "520px"},
        ),
        *([dcc.Store(id="layers", data=layers)] if mode else []),
    ]
)
told = [Output("communes", "hideout"), Output("sentence", "children")]
if mode:
    clientside_callback(
        "(code, layers) => [layers[code].colours, layers[code].sentence]",
        *told,
        Input("indicator", "value"),
        Input("layers", "data"),
        prevent_initial_call=True,
    )
else:

    @app.callback(*told, Input("indicator", "value"), prevent_initial_call=True)
    def change(code):
        return layers[code]["colours"], layers[code]["sentence"]


app.run(host="127.0.0.1", port=port, debug=False, threaded=True)
