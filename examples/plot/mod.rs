//! Pictures of the course, drawn by the `plotters` crate and written as SVG.
#![allow(dead_code, reason = "every example uses its own part")]

use std::error::Error;
use std::ops::Range;
use std::path::PathBuf;

use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// What may go wrong in an example: learning, or drawing.
pub(crate) type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// A part of a picture.
pub(crate) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

// Okabe and Ito's colors, which the color-blind tell apart too.
pub(crate) const BLUE: RGBColor = RGBColor(0, 114, 178);
pub(crate) const ORANGE: RGBColor = RGBColor(213, 94, 0);
pub(crate) const GREEN: RGBColor = RGBColor(0, 158, 115);
pub(crate) const PINK: RGBColor = RGBColor(204, 121, 167);
pub(crate) const YELLOW: RGBColor = RGBColor(230, 159, 0);
pub(crate) const GREY: RGBColor = RGBColor(120, 120, 120);

/// A color for each of ten classes.
pub(crate) const TEN: [RGBColor; 10] = [
    BLUE,
    ORANGE,
    GREEN,
    PINK,
    YELLOW,
    RGBColor(86, 180, 233),
    RGBColor(40, 40, 40),
    RGBColor(140, 86, 75),
    RGBColor(120, 94, 240),
    RGBColor(176, 190, 20),
];

/// Draws the picture `name`.svg, `size` pixels wide and high, into the folder that is the first argument of the program, or
/// into `target/course`.
pub(crate) fn picture(name: &str, size: (u32, u32), draw: impl FnOnce(&Area) -> Outcome) -> Outcome {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "target/course".into()));
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(name).with_extension("svg");
    let area = SVGBackend::new(&path, size).into_drawing_area();
    area.fill(&WHITE)?;
    draw(&area)?;
    area.present()?;
    println!("\ndrawn: {}", path.display());
    Ok(())
}

/// Writes `text` into `area`, centered around `place`.
pub(crate) fn write(area: &Area, text: &str, place: (i32, i32), size: i32) -> Outcome {
    let style = ("sans-serif", size).into_font().color(&BLACK);
    area.draw_text(text, &style.pos(Pos::new(HPos::Center, VPos::Center)), place)?;
    Ok(())
}

/// An image of `width` pixels a row, each from 0 (white) to 1 (black), `scale` times as large, its left upper corner at `at`.
pub(crate) fn image(area: &Area, pixels: &[f32], width: usize, at: (i32, i32), scale: i32) -> Outcome {
    for (i, row) in pixels.chunks(width).enumerate() {
        for (j, ink) in row.iter().enumerate() {
            let (x, y) = (at.0 + j as i32 * scale, at.1 + i as i32 * scale);
            let grey = 255 - (255.0 * ink.clamp(0.0, 1.0)) as u8;
            let style = RGBColor(grey, grey, grey).filled();
            area.draw(&Rectangle::new([(x, y), (x + scale, y + scale)], style))?;
        }
    }
    let corner = (at.0 + width as i32 * scale, at.1 + (pixels.len() / width) as i32 * scale);
    area.draw(&Rectangle::new([at, corner], GREY.stroke_width(1)))?;
    Ok(())
}

/// A chart with two axes.
pub(crate) struct Chart<'a, 'b> {
    context: ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
}

impl<'a, 'b: 'a> Chart<'a, 'b> {
    /// A chart that fills `area`, with a title above it and names along its axes; an axis called `log ..` is in powers of ten,
    /// and takes logarithms.
    pub(crate) fn new(
        area: &'a Area<'b>,
        title: &str,
        (x, x_name): (Range<f64>, &str),
        (y, y_name): (Range<f64>, &str),
    ) -> Outcome<Self> {
        let mut context = ChartBuilder::on(area)
            .caption(title, ("sans-serif", 17))
            .margin(8)
            .margin_right(16)
            .x_label_area_size(if x_name.is_empty() { 22 } else { 40 })
            .y_label_area_size(if y_name.is_empty() { 36 } else { 58 })
            .build_cartesian_2d(x, y)?;
        let label = |name: &str| {
            let power = name.starts_with("log ");
            move |number: &f64| match power {
                false => short(*number),
                true if (number - number.round()).abs() > 0.01 => String::new(),
                true if number.abs() < 3.5 => short(10_f64.powf(*number)),
                true => format!("1e{number:.0}"),
            }
        };
        context
            .configure_mesh()
            .x_labels(6)
            .y_labels(6)
            .max_light_lines(1)
            .light_line_style(WHITE)
            .bold_line_style(GREY.mix(0.2))
            .axis_style(GREY)
            .label_style(("sans-serif", 12))
            .axis_desc_style(("sans-serif", 13))
            .x_desc(x_name.trim_start_matches("log "))
            .y_desc(y_name.trim_start_matches("log "))
            .x_label_formatter(&label(x_name))
            .y_label_formatter(&label(y_name))
            .draw()?;
        Ok(Chart { context })
    }

    /// A line through `points`; without a name it is not in the legend.
    pub(crate) fn line(
        &mut self,
        name: &str,
        color: RGBColor,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Outcome<&mut Self> {
        let series = self.context.draw_series(LineSeries::new(points, color.stroke_width(2)))?;
        if !name.is_empty() {
            series
                .label(name)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 16, y)], color.stroke_width(2)));
        }
        Ok(self)
    }

    /// A dot at each of `points`; without a name they are not in the legend.
    pub(crate) fn dots(
        &mut self,
        name: &str,
        color: RGBColor,
        radius: i32,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Outcome<&mut Self> {
        let dots = points.into_iter().map(|point| Circle::new(point, radius, color.mix(0.8).filled()));
        let series = self.context.draw_series(dots)?;
        if !name.is_empty() {
            series.label(name).legend(move |(x, y)| Circle::new((x + 8, y), radius.max(3), color.filled()));
        }
        Ok(self)
    }

    /// A cross at each of `points`, which the legend does not have.
    pub(crate) fn crosses(
        &mut self,
        color: RGBColor,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Outcome<&mut Self> {
        self.context
            .draw_series(points.into_iter().map(|point| Cross::new(point, 5, color.stroke_width(2))))?;
        Ok(self)
    }

    /// The whole chart colored by `color(x, y)`, in cells of `cell` pixels, those that are equal in a row drawn as one.
    pub(crate) fn map(&mut self, cell: u32, color: impl Fn(f64, f64) -> RGBColor) -> Outcome<&mut Self> {
        let (width, height) = self.context.plotting_area().dim_in_pixel();
        let (x, y) = (self.context.x_range(), self.context.y_range());
        let (columns, rows) = ((width / cell) as usize, (height / cell) as usize);
        let at = |range: &Range<f64>, share: f64| range.start + share * (range.end - range.start);
        for row in 0..rows {
            // each rectangle reaches under the next ones: where two only touch, a viewer shows a hairline between them
            let [y0, y1, y2] =
                [0.0, 0.5, 2.0].map(|half| at(&y, ((row as f64 + half) / rows as f64).min(1.0)));
            let edge = |column: usize| at(&x, column.min(columns) as f64 / columns as f64);
            let colors: Vec<RGBColor> =
                (0..columns).map(|c| color(at(&x, (c as f64 + 0.5) / columns as f64), y1)).collect();
            let mut column = 0;
            for run in colors.chunk_by(|a, b| a == b) {
                let corners = [(edge(column), y0), (edge(column + run.len() + 1), y2)];
                self.context.draw_series([Rectangle::new(corners, run[0].filled())])?;
                column += run.len();
            }
        }
        Ok(self)
    }

    /// What the names of lines and dots stand for, in the corner `at`.
    pub(crate) fn legend(&mut self, at: SeriesLabelPosition) -> Outcome {
        let mut labels = self.context.configure_series_labels();
        labels.position(at).label_font(("sans-serif", 13)).background_style(WHITE.mix(0.85)).margin(6);
        labels.border_style(GREY.mix(0.3)).legend_area_size(22).draw()?;
        Ok(())
    }
}

/// `number` without trailing zeros.
fn short(number: f64) -> String {
    let text = format!("{number:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

/// The color between `from` and `to`, `share` of the way.
pub(crate) fn blend(from: RGBColor, to: RGBColor, share: f64) -> RGBColor {
    let share = share.clamp(0.0, 1.0);
    let part = |a: u8, b: u8| (f64::from(a) + share * (f64::from(b) - f64::from(a))).round() as u8;
    RGBColor(part(from.0, to.0), part(from.1, to.1), part(from.2, to.2))
}
