//! Formulas of real courses, field by field, and how they read on a line.

use recto::text::maths::readable;

#[track_caller]
fn check(table: &[(&str, &str)]) {
    for (tex, expected) in table {
        assert_eq!(readable(tex).as_deref(), Some(*expected), "{tex}");
    }
}

#[test]
fn mechanics_and_waves() {
    check(&[
        ("E = mc^2", "E = mc²"),
        ("v^2 = u^2 + 2as", "v² = u² + 2as"),
        (r"s = ut + \frac{1}{2}at^2", "s = ut + ½at²"),
        ("F = ma", "F = ma"),
        (r"p = m\mathbf{v}", "p = mv"),
        (r"E_k = \tfrac{1}{2}mv^2", "Eₖ = ½mv²"),
        (r"T = 2\pi\sqrt{\frac{l}{g}}", "T = 2π√(l/g)"),
        (r"a = -\omega^2 x", "a = −ω²x"),
        (r"\omega = 2\pi f = \frac{2\pi}{T}", "ω = 2πf = 2π/T"),
        (
            r"\frac{\mathrm{d}v}{\mathrm{d}t} = -\frac{k}{m}x",
            "dv/dt = −(k/m)x",
        ),
        (
            r"m\frac{d^2x}{dt^2} + c\frac{dx}{dt} + kx = 0",
            "m(d²x/dt²) + c(dx/dt) + kx = 0",
        ),
        (
            r"g = \SI{9.8}{\metre\per\second\squared}",
            "g = 9.8\u{a0}m s⁻²",
        ),
        (
            r"v = 3.0 \times 10^8\,\mathrm{m\,s^{-1}}",
            "v = 3.0 × 10⁸ m s⁻¹",
        ),
        (
            r"y(x,t) = A\sin(kx - \omega t + \phi)",
            "y(x, t) = A sin(kx − ωt + ϕ)",
        ),
        (
            r"\vec{F}_{12} = -\vec{F}_{21}",
            "F\u{20d7}₁₂ = −F\u{20d7}₂₁",
        ),
        (
            r"\Delta p = \int_{t_1}^{t_2} F\,dt",
            "Δp = ∫_(t₁)^(t₂) F dt",
        ),
        (r"\theta = 45^\circ", "θ = 45°"),
        (
            r"n_1\sin\theta_1 = n_2\sin\theta_2",
            "n₁ sin θ₁ = n₂ sin θ₂",
        ),
        (
            r"\frac{1}{f} = \frac{1}{u} + \frac{1}{v}",
            "1/f = 1/u + 1/v",
        ),
    ]);
}

#[test]
fn fields_and_quanta() {
    check(&[
        (
            r"F = \frac{1}{4\pi\epsilon_0}\frac{q_1q_2}{r^2}",
            "F = (1/(4πϵ₀))(q₁q₂/r²)",
        ),
        (r"F = G\frac{m_1m_2}{r^2}", "F = G(m₁m₂/r²)"),
        (
            r"\nabla \times \mathbf{B} = \mu_0\mathbf{J} + \mu_0\varepsilon_0\frac{\partial\mathbf{E}}{\partial t}",
            "∇ × B = μ₀J + μ₀ε₀(∂E/∂t)",
        ),
        (r"\oint_C \mathbf{F}\cdot d\mathbf{r} = 0", "∮_C F · dr = 0"),
        (r"\nabla^2\phi = 0", "∇²ϕ = 0"),
        (
            r"\frac{\partial^2 u}{\partial t^2} = c^2\frac{\partial^2 u}{\partial x^2}",
            "∂²u/∂t² = c²(∂²u/∂x²)",
        ),
        (
            r"i\hbar\frac{\partial}{\partial t}\Psi = \hat{H}\Psi",
            "iℏ(∂/∂t)Ψ = ĤΨ",
        ),
        (r"\langle\psi|\hat{H}|\psi\rangle", "⟨ψ|Ĥ|ψ⟩"),
        (r"\Delta x\,\Delta p \geq \frac{\hbar}{2}", "Δx Δp ≥ ℏ/2"),
        (r"E = hf = \frac{hc}{\lambda}", "E = hf = hc/λ"),
        (r"\lambda = \frac{h}{p}", "λ = h/p"),
        (r"\bra{\phi}A\ket{\psi}", "⟨ϕ|A|ψ⟩"),
        (r"L = 4\pi R^2\sigma T^4", "L = 4πR²σT⁴"),
        (
            r"\gamma = \frac{1}{\sqrt{1 - \frac{v^2}{c^2}}}",
            "γ = 1/√(1 − v²/c²)",
        ),
        (
            r"E_n = -\frac{13.6\,\mathrm{eV}}{n^2}",
            "Eₙ = −(13.6 eV)/n²",
        ),
        (
            r"{}^{238}_{92}\mathrm{U} \to {}^{234}_{90}\mathrm{Th} + {}^4_2\mathrm{He}",
            "²³⁸₉₂U → ²³⁴₉₀Th + ⁴₂He",
        ),
        (r"N = N_0e^{-\lambda t}", "N = N₀e^(−λt)"),
    ]);
}

#[test]
fn electronics() {
    check(&[
        ("V = IR", "V = IR"),
        (r"I = \frac{V}{R}", "I = V/R"),
        (
            r"\frac{1}{\frac{1}{R_1} + \frac{1}{R_2}}",
            "1/(1/R₁ + 1/R₂)",
        ),
        (
            r"R = \frac{R_1R_2}{R_1+R_2} = \frac{470 \times 1300}{470 + 1300}\,\Omega",
            "R = R₁R₂/(R₁ + R₂) = ((470 × 1300)/(470 + 1300)) Ω",
        ),
        (
            r"V_{out} = V_{in}\frac{R_2}{R_1+R_2}",
            "Vₒᵤₜ = Vᵢₙ(R₂/(R₁ + R₂))",
        ),
        (
            r"V_{\text{CE}} = V_{\text{CC}} - I_CR_C",
            "V_(CE) = V_(CC) − I_C R_C",
        ),
        (
            r"V_{\text{left}} - V_{\text{right}} = 0",
            "V_(left) − V_(right) = 0",
        ),
        (r"\frac{R_1}{R_2} = \frac{R_3}{R_4}", "R₁/R₂ = R₃/R₄"),
        (r"G = -\frac{R_f}{R_{\mathrm{in}}}", "G = −R_f/Rᵢₙ"),
        (r"f_c = \frac{1}{2\pi RC}", "f_c = 1/(2πRC)"),
        (r"X_C = \frac{1}{\omega C}", "X_C = 1/(ωC)"),
        (
            r"Z = \sqrt{R^2 + (X_L - X_C)^2}",
            "Z = √(R² + (X_L − X_C)²)",
        ),
        (
            r"V(t) = V_0\left(1 - e^{-t/RC}\right)",
            "V(t) = V₀(1 − e^(−t/RC))",
        ),
        (r"V_{\mathrm{rms}} = \frac{V_0}{\sqrt{2}}", "Vᵣₘₛ = V₀/√2"),
        (
            r"20\log_{10}\frac{V_2}{V_1}\,\mathrm{dB}",
            "20 log₁₀(V₂/V₁) dB",
        ),
        (
            r"\overline{A \cdot B} = \overline{A} + \overline{B}",
            "bar(A · B) = Ā + B\u{304}",
        ),
        (r"Y = \bar{A}B + A\bar{B}", "Y = ĀB + AB\u{304}"),
        (r"A \oplus B", "A ⊕ B"),
        (r"C = 4.7\,\mu\mathrm{F}", "C = 4.7 μF"),
        (r"5\mathrm{k}\Omega", "5kΩ"),
    ]);
}

#[test]
fn algebra() {
    check(&[
        (
            r"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
            "x = (−b ± √(b² − 4ac))/(2a)",
        ),
        (r"\frac{a+b}{c}", "(a + b)/c"),
        (r"\frac{a}{bc}", "a/(bc)"),
        (r"\frac{a}{b}c", "(a/b)c"),
        (r"a\frac{b}{c}d", "a(b/c)d"),
        (r"\frac{\frac{a}{b}}{\frac{c}{d}}", "(a/b)/(c/d)"),
        (r"\frac{a}{b} \div \frac{c}{d}", "(a/b) ÷ (c/d)"),
        (r"{a \over b} + c", "a/b + c"),
        (r"{1+\frac{a}{b}}c", "1 + (a/b)c"),
        (r"\frac{-1}{x}", "(−1)/x"),
        (r"\frac{a/b}{c}", "(a/b)/c"),
        (r"\sqrt{2}x", "√2 x"),
        (r"\sqrt{x+1}", "√(x + 1)"),
        (r"\frac{\sqrt{3}}{2}", "(√3)/2"),
        (r"\sqrt[3]{x}", "∛x"),
        (r"\sqrt[n]{a}", "ⁿ√a"),
        (r"x\sqrt[5]{y}", "x ⁵√y"),
        (r"\sqrt{\sqrt{x}}", "√(√x)"),
        (r"\sqrt{x}^2", "(√x)²"),
        ("2^{10}", "2¹⁰"),
        ("x_i^2", "xᵢ²"),
        ("x_q^2", "x_(q)²"),
        ("x^{2^{3}}", "x^(2³)"),
        ("{x^2}^3", "(x²)³"),
        ("x^2{}^3", "x² ³"),
        (r"\left(\frac{a}{b}\right)^2", "(a/b)²"),
        (r"\frac{x}{y}^2", "(x/y)²"),
        (r"\frac{1}{2}^n", "(½)ⁿ"),
        (r"3\frac{1}{2}", "3½"),
        (r"3\frac{1}{7}", "3\u{a0}1/7"),
        (r"\frac12 + \frac1{10}", "½ + 1/10"),
        ("a^{m+n} = a^m a^n", "aᵐ⁺ⁿ = aᵐaⁿ"),
        ("(-1)^n", "(−1)ⁿ"),
        ("x^q y", "x^q y"),
        ("x^q/2", "(x^q)/2"),
        ("z^* z", "z^* z"),
        ("a - -b", "a − −b"),
        ("10{,}000 + 10,000", "10,000 + 10,000"),
        (r"\{1,2,3,\ldots\}", "{1, 2, 3, …}"),
        (r"|x - a| < \delta", "|x − a| < δ"),
        (r"\lvert x\rvert \le \|v\|", "|x| ≤ ‖v‖"),
        ("x^2 -1", "x² − 1"),
        ("x² + 1 ≤ 2×y", "x² + 1 ≤ 2 × y"),
    ]);
}

#[test]
fn calculus() {
    check(&[
        (r"\frac{dy}{dx} = 3x^2", "dy/dx = 3x²"),
        (r"\frac{\partial^2 f}{\partial x\partial y}", "∂²f/(∂x∂y)"),
        (r"\frac{\Delta y}{\Delta x}", "Δy/Δx"),
        (
            r"\frac{d}{dx}\left(x^n\right) = nx^{n-1}",
            "(d/dx)(xⁿ) = nxⁿ⁻¹",
        ),
        ("f''(x) - f'(x)", "f″(x) − f′(x)"),
        (
            r"\int_0^\infty e^{-x^2}\,\mathrm{d}x = \frac{\sqrt{\pi}}{2}",
            "∫_0^∞ e^(−x²) dx = (√π)/2",
        ),
        (
            r"\int_a^b f(x)\,dx = F(b) - F(a)",
            "∫ₐᵇ f(x) dx = F(b) − F(a)",
        ),
        (
            r"\int\frac{1}{x}\,dx = \ln|x| + C",
            "∫ (1/x) dx = ln|x| + C",
        ),
        (r"\left. \frac{x^3}{3} \right|_0^1", "(x³/3)|₀¹"),
        (
            r"\left[\frac{x^2}{2}\right]_0^1 = \frac{1}{2}",
            "[x²/2]₀¹ = ½",
        ),
        (
            r"\lim_{h \to 0} \frac{f(x+h)-f(x)}{h}",
            "lim_(h→0) ((f(x + h) − f(x))/h)",
        ),
        (
            r"\lim_{x\to\infty} \left(1+\frac{1}{x}\right)^x = e",
            "lim_(x→∞) (1 + 1/x)ˣ = e",
        ),
        (
            r"\sum_{n=0}^{\infty} \frac{x^n}{n!} = e^x",
            "∑_(n=0)^∞ (xⁿ/(n!)) = eˣ",
        ),
        (r"\prod_{k=1}^{n} k", "∏_(k=1)^n k"),
        (r"\iint_D f\,dA", "∬_D f dA"),
        (r"e^{i\pi} + 1 = 0", "e^(iπ) + 1 = 0"),
        (r"\sin^2\theta + \cos^2\theta = 1", "sin² θ + cos² θ = 1"),
        (r"\sin\frac{x}{2}", "sin(x/2)"),
        (r"\sin^{-1}x", "sin⁻¹ x"),
        (r"\frac{\sin x}{x}", "(sin x)/x"),
        (r"\exp\left(-\frac{t}{\tau}\right)", "exp(−t/τ)"),
        (
            r"x_{n+1} = x_n - \frac{f(x_n)}{f'(x_n)}",
            "xₙ₊₁ = xₙ − f(xₙ)/(f′(xₙ))",
        ),
        (r"\dot{x} = -\frac{x}{\tau}", "ẋ = −x/τ"),
    ]);
}

#[test]
fn sets_and_logic() {
    check(&[
        (
            r"\forall \epsilon > 0\; \exists \delta > 0",
            "∀ϵ > 0 ∃δ > 0",
        ),
        (r"x \in \mathbb{R} \setminus \{0\}", "x ∈ ℝ ∖ {0}"),
        (r"\{x \in \mathbb{Z} \mid x > 0\}", "{x ∈ ℤ | x > 0}"),
        (r"A \cup B = \varnothing", "A ∪ B = ∅"),
        (r"x \notin A \not\subset B", "x ∉ A ⊄ B"),
        (r"\neg p \lor q \Rightarrow r", "¬p ∨ q ⇒ r"),
        (r"p \land q \iff q \land p", "p ∧ q ⟺ q ∧ p"),
        (r"f: A \to B", "f : A → B"),
        (r"f \circ g", "f ∘ g"),
        (r"\bigcup_{i=1}^\infty A_i", "⋃_(i=1)^∞ Aᵢ"),
        (r"a \equiv b \pmod{n}", "a ≡ b (mod n)"),
        (r"\lfloor x \rfloor + \lceil y \rceil", "⌊x⌋ + ⌈y⌉"),
        (
            r"A \overset{f}{\to} B \stackrel{\text{def}}{=} C",
            "A →^(f) B ≝ C",
        ),
        ("x := 3", "x := 3"),
        (r"\therefore x = y", "∴ x = y"),
    ]);
}

#[test]
fn vectors_and_matrices() {
    check(&[
        (
            r"A = \begin{pmatrix} a & b \\ c & d \end{pmatrix}",
            "A = (a, b; c, d)",
        ),
        (
            r"\begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix}",
            "[1, 0; 0, 1]",
        ),
        (
            r"\left[\begin{array}{cc} 1 & 2 \\ 3 & 4 \end{array}\right]",
            "[1, 2; 3, 4]",
        ),
        (
            r"\det A = \begin{vmatrix} a & b \\ c & d \end{vmatrix} = ad - bc",
            "det A = |a, b; c, d| = ad − bc",
        ),
        ("A^{-1}A = I", "A⁻¹A = I"),
        ("A^T", "Aᵀ"),
        (
            r"\mathbf{v}\cdot\mathbf{w} = |\mathbf{v}||\mathbf{w}|\cos\theta",
            "v · w = |v||w| cos θ",
        ),
        (r"\hat{\imath} + \overrightarrow{AB}", "î + vec(AB)"),
        (r"\begin{pmatrix} x \\ y \end{pmatrix}", "(x; y)"),
    ]);
}

#[test]
fn statistics() {
    check(&[
        (
            r"\bar{x} = \frac{1}{n}\sum_{i=1}^{n} x_i",
            "x\u{304} = (1/n) ∑_(i=1)^n xᵢ",
        ),
        (
            r"\sigma = \sqrt{\frac{\sum(x - \bar{x})^2}{n-1}}",
            "σ = √((∑ (x − x\u{304})²)/(n − 1))",
        ),
        (
            r"P(A|B) = \frac{P(B|A)P(A)}{P(B)}",
            "P(A|B) = P(B|A)P(A)/(P(B))",
        ),
        (r"P(A \cap B) = P(A)\,P(B)", "P(A ∩ B) = P(A) P(B)"),
        (r"\binom{n}{k} p^k (1-p)^{n-k}", "(n choose k)pᵏ(1 − p)ⁿ⁻ᵏ"),
        (r"n \choose k", "(n choose k)"),
        (r"X \sim N(\mu, \sigma^2)", "X ∼ N(μ, σ²)"),
        (r"z = \frac{x - \mu}{\sigma}", "z = (x − μ)/σ"),
        (
            r"f(x) = \frac{1}{\sigma\sqrt{2\pi}} e^{-\frac{(x-\mu)^2}{2\sigma^2}}",
            "f(x) = (1/(σ√(2π)))e^(−(x − μ)²/(2σ²))",
        ),
        (r"\chi^2 = \sum\frac{(O-E)^2}{E}", "χ² = ∑ ((O − E)²/E)"),
        (
            r"\hat{p} \pm 1.96\sqrt{\frac{\hat{p}(1-\hat{p})}{n}}",
            "p\u{302} ± 1.96√(p\u{302}(1 − p\u{302})/n)",
        ),
        (
            r"\operatorname{Var}(X) = E[X^2] - E[X]^2",
            "Var(X) = E[X²] − E[X]²",
        ),
        (r"H_0\colon \mu = 0", "H₀: μ = 0"),
        (r"r = 0.\overline{36}", "r = 0.3\u{305}6\u{305}"),
        (r"\max_{x \in A} f(x)", "max_(x∈A) f(x)"),
        (r"\underset{x}{\operatorname{argmax}} f(x)", "argmaxₓ f(x)"),
    ]);
}

#[test]
fn chemistry() {
    check(&[
        (r"\ce{2H2 + O2 -> 2H2O}", "2H₂ + O₂ → 2H₂O"),
        (r"\ce{SO4^2-}", "SO₄²⁻"),
        (r"\ce{Na+ + Cl- -> NaCl}", "Na⁺ + Cl⁻ → NaCl"),
        (r"\ce{[Fe(CN)6]^4-}", "[Fe(CN)₆]⁴⁻"),
        (r"\ce{CuSO4.5H2O}", "CuSO₄·5H₂O"),
        (r"\ce{N2 + 3H2 <=> 2NH3}", "N₂ + 3H₂ ⇌ 2NH₃"),
        (
            r"\ce{CaCO3 ->[heat] CaO + CO2 ^}",
            "CaCO₃ →^(heat) CaO + CO₂ ↑",
        ),
        (r"\ce{Al2(SO4)3}", "Al₂(SO₄)₃"),
        (r"\ce{^{14}_{6}C -> ^{14}_{7}N + e-}", "¹⁴₆C → ¹⁴₇N + e⁻"),
        (r"\mathrm{H}_2\mathrm{O}", "H₂O"),
        (r"\mathrm{Fe_2O_3}", "Fe₂O₃"),
        (r"\mathrm{Na}^+", "Na⁺"),
        (r"[\text{H}^+][\text{OH}^-] = 10^{-14}", "[H⁺][OH⁻] = 10⁻¹⁴"),
        (
            r"K_c = \frac{[\mathrm{NH_3}]^2}{[\mathrm{N_2}][\mathrm{H_2}]^3}",
            "K_c = [NH₃]²/([N₂][H₂]³)",
        ),
        (r"\mathrm{pH} = -\log_{10}[\mathrm{H}^+]", "pH = −log₁₀[H⁺]"),
        (r"\Delta G^{\circ} = -RT\ln K", "ΔG° = −RT ln K"),
        (r"A \xrightarrow{k} B", "A →^(k) B"),
        (r"\mathrm{A} \rightleftharpoons \mathrm{B}", "A ⇌ B"),
        (r"\pu{123 kJ mol-1}", "123\u{a0}kJ mol⁻¹"),
        (r"\SI{25}{\celsius}", "25\u{a0}°C"),
        (r"25\,^{\circ}\mathrm{C}", "25 °C"),
    ]);
}

#[test]
fn lines_and_cases() {
    check(&[
        (
            r"|x| = \begin{cases} x & \text{if } x \geq 0 \\ -x & \text{otherwise} \end{cases}",
            "|x| = { x if x ≥ 0; −x otherwise }",
        ),
        (
            r"f(x) = \begin{cases} x & x \geq 0 \\ -x, & x < 0 \end{cases}",
            "f(x) = { x if x ≥ 0; −x, x < 0 }",
        ),
        (
            r"\left\{\begin{array}{ll} 1 & x>0 \\ 0 & x \le 0 \end{array}\right.",
            "{ 1 if x > 0; 0 if x ≤ 0 }",
        ),
        (
            r"\begin{align} a &= b + c \\ &= d \end{align}",
            "a = b + c; = d",
        ),
        (
            r"\begin{align*} x &= 1 & y &= 2 \\ u &= 3 & v &= 4 \end{align*}",
            "x = 1\u{a0} y = 2; u = 3\u{a0} v = 4",
        ),
        (
            r"\begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray}",
            "a = b; c = d",
        ),
        (
            r"\begin{equation} \label{e} a = b \tag{1} \end{equation}",
            "a = b\u{a0} (1)",
        ),
        (
            r"\left\{\begin{aligned} x+y&=1 \\ x-y&=2 \end{aligned}\right.",
            "{ x + y = 1; x − y = 2 }",
        ),
        (r"\sum_{\substack{i<j \\ j<n}} a_{ij}", "∑_(i<j; j<n) aᵢⱼ"),
        (r"x = 1 \quad y = 2", "x = 1\u{a0} y = 2"),
    ]);
}

#[test]
fn words_and_looks() {
    check(&[
        (
            r"\text{hydration} = \frac{\text{water}}{\text{flour}}",
            "hydration = water/flour",
        ),
        (
            r"\text{speed} = \frac{\text{distance travelled}}{\text{time}}",
            "speed = (distance travelled)/time",
        ),
        (r"5\mathrm{km} \text{ and } 3\,\mathrm{m}", "5 km and 3 m"),
        (r"\text{for all $x^2$, }y", "for all x², y"),
        (r"50\% \text{ of } \pounds 20", "50% of £20"),
        (r"\displaystyle\frac{1}{\displaystyle 1+x}", "1/(1 + x)"),
        (r"\big( x \big) \Bigl[ y \Bigr]", "(x)[y]"),
        (r"\boxed{x=3}", "x = 3"),
        (r"\cancel{m}v", "m\u{336}v"),
        (r"\textcolor{red}{x} + {\bf y}", "x + y"),
    ]);
}

#[test]
fn neighbours() {
    check(&[
        (r"\frac{a}{b}{c}", "(a/b)c"),
        (r"\frac{a}{b} {}c", "(a/b)c"),
        (r"{\frac{a}{b}}{c}", "(a/b)c"),
        (r"\sqrt{a}\frac{b}{c}", "√a (b/c)"),
        (r"-\frac{a}{b}^2", "−(a/b)²"),
        (r"\sqrt{a}\left(b\right)", "√a (b)"),
        (r"2^{\frac{a}{b}}c", "2^(a/b)c"),
        ("a_{b^c} a^{b_c}", "a_(bᶜ)a^(b_c)"),
        (r"\log_{2}(8) \log_b(8)", "log₂(8) log_b (8)"),
        ("f^{-1}(x)", "f⁻¹(x)"),
        (r"\overline{ab}c", "bar(ab)c"),
        (
            r"5\,\text{k}\Omega + \text{k}\text{Hz} + k\text{Hz}",
            "5 kΩ + kHz + k Hz",
        ),
        (r"\mathrm{k}\Omega \mathrm{NaCl}", "kΩ NaCl"),
        (
            r"\frac{\mathrm{d}\mathrm{y}}{\mathrm{d}\mathrm{x}}",
            "dy/dx",
        ),
        (r"x \pmod 3", "x (mod 3)"),
        (r"a, \dots, b", "a, …, b"),
        (r"1\,000\,000", "1 000 000"),
        (r"\frac{1}{3}\pi r^2h", "⅓πr²h"),
        (r"x^{\text{th}}", "xᵗʰ"),
        (r"\mathbb{R}^{n\times n}", "ℝ^(n×n)"),
        (r"\sqrt[3]{x}^2", "(∛x)²"),
        ("10^{-3}10^{5}", "10⁻³ 10⁵"),
        (r"\int_{0}^{\pi/2} \sin x \, dx", "∫_0^(π/2) sin x dx"),
        (r"P(A\mid B)", "P(A | B)"),
        (r"\frac{a}{b}'", "(a/b)′"),
        ("T_{1/2} + x_{i,j}", "T_(1/2) + x_(i,j)"),
        (r"a\text{ where }a>0", "a where a > 0"),
        (r"\text{Area}A", "Area A"),
        (r"\frac{\sin 2x}{\cos x}", "(sin 2x)/(cos x)"),
        (r"\tan x = \frac{\sin x}{\cos x}", "tan x = (sin x)/(cos x)"),
        (r"\frac{1}{2}\frac{1}{3}", "½ ⅓"),
        ("x^{2}{}^{14}C", "x² ¹⁴C"),
        (r"\frac{\text{d}}{\text{d}t}", "d/dt"),
        (
            r"\begin{array}{rcl} a & = & b \\ c & = & d \end{array}",
            "a = b; c = d",
        ),
        (r"\mathrm{m/s} \mathrm{~V}", "m/s V"),
        (r"^{235}\mathrm{U}", "²³⁵U"),
        (r"\left(\begin{matrix} n \\ k \end{matrix}\right)", "(n; k)"),
        (r"\sum_{i=1\atop j=2} x", "∑_(i = 1; j = 2) x"),
        (
            r"f(x)=\left\{\begin{matrix} 1 & x>0 \\ 0 \end{matrix}\right.",
            "f(x) = { 1 if x > 0; 0 }",
        ),
        (r"{\frac{a}{b}}^{c}", "(a/b)ᶜ"),
        (r"\frac{a^2}{b^2}", "a²/b²"),
        (r"\frac{2^x}{x!}", "2ˣ/(x!)"),
        (r"a\frac{b}{c}+d", "a(b/c) + d"),
        (r"\ln\frac{a}{b}", "ln(a/b)"),
        (r"\text{rate} = k[\text{A}]^2", "rate = k[A]²"),
        (r"3 \mathrm{mol\,dm^{-3}}", "3 mol dm⁻³"),
        (r"\frac{3\,\mathrm{m}}{2\,\mathrm{s}}", "(3 m)/(2 s)"),
        (r"\sqrt{\frac{3kT}{m}}", "√(3kT/m)"),
        (r"x=\pm\sqrt{2}", "x = ±√2"),
        (r"\pm 3", "±3"),
        (r"a\pm b", "a ± b"),
        (r"\{a_n\}_{n=1}^{\infty}", "{aₙ}ₙ₌₁^∞"),
        (r"|\psi|^2", "|ψ|²"),
        (r"\left\|x\right\|_2", "‖x‖₂"),
        (r"x\leq y<z", "x ≤ y < z"),
        (
            r"\Pr(X=k)=\binom{n}{k}p^kq^{n-k}",
            "Pr(X = k) = (n choose k)pᵏqⁿ⁻ᵏ",
        ),
        (r"{n \choose k}^2", "(n choose k)²"),
        (r"\text{CO}_2", "CO₂"),
        (r"\overset{?}{=}", "≟"),
        (r"\not\exists", "∄"),
        (r"\not{=}", "≠"),
        (r"1.5\times10^{-19}~\mathrm{C}", "1.5 × 10⁻¹⁹ C"),
        (r"\mathrm{e}^{-\mathrm{i}\omega t}", "e^(−iωt)"),
        ("x^{}", "x"),
        (r"\left(\right)", "()"),
        ("é + ß", "é + ß"),
        ("x̂²", "x\u{302}²"),
        ("∫_0^1 x dx", "∫₀¹ xdx"),
    ]);
}
