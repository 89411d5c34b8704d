//! An OU-XML course of any length.

/// A course of that size, made as real ones are: mostly paragraphs with links, stress and references,
/// some lists, tables, figures, formulas and questions.
pub fn course(size: usize) -> String {
    let mut out = String::with_capacity(size + 10_000);
    out.push_str("<Item id=\"X\"><ItemTitle>A long course</ItemTitle><Unit>");
    let mut n = 0;
    while out.len() < size {
        n += 1;
        out.push_str(&format!("<Session id=\"s{n}\"><Title>{n} Session</Title>"));
        for section in 1..=8 {
            push_section(&mut out, n, section);
        }
        out.push_str("</Session>");
    }
    out.push_str("</Unit></Item>");
    out
}

fn push_section(out: &mut String, n: usize, section: usize) {
    out.push_str(&format!(
        "<Section id=\"s{n}.{section}\"><Title>{n}.{section} Section</Title>"
    ));
    for paragraph in 0..9 {
        out.push_str(&format!(
            "<Paragraph>Dough number {paragraph} rises for <b>an hour</b> in a warm room – “or longer”, \
             as the bakers of the old town say, who have <i>seen it all</i> and wrote it down long ago; \
             see <CrossRef idref=\"fig{n}.{section}\">Figure {section}</CrossRef> and \
             <a href=\"https://bread.example/{n}\">this page</a>. A dough that is too cold stays flat, \
             one that is too warm tastes of beer, and nobody wants either of them at breakfast.\
             </Paragraph>"
        ));
    }
    out.push_str(&format!(
        "<BulletedList><ListItem>flour</ListItem><ListItem><Paragraph>water, at 20 °C</Paragraph>\
         </ListItem></BulletedList><Figure id=\"fig{n}.{section}\"><Image \
         src=\"https://bread.example/i/{n}.tif\" x_imagesrc=\"{n}.jpg\" x_imagewidth=\"512\"/><Caption>\
         Figure {section}</Caption><Description>A loaf, cut open, with an even crumb.</Description>\
         </Figure><Table><TableHead>Weights</TableHead><tbody><tr><th>What</th><th>How much</th></tr>\
         <tr><td>flour</td><td>500 g</td></tr></tbody></Table><Paragraph>So <InlineEquation><MathML>\
         <math xmlns=\"http://www.w3.org/1998/Math/MathML\"><msub><mi>m</mi><mn>2</mn></msub><mo>=</mo>\
         <mn>5</mn></math></MathML></InlineEquation> at most.</Paragraph><SAQ><Heading>SAQ {section}\
         </Heading><Question><Paragraph>How long does it rise, and why?</Paragraph></Question><Answer>\
         <Paragraph>An hour, since yeast takes its time in the cold of a cellar.</Paragraph></Answer>\
         </SAQ></Section>"
    ));
}
