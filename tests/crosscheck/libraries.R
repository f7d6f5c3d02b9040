# Holds cases against the R packages that are the reference of their family.
#
# usage: Rscript libraries.R CASES.json

suppressPackageStartupMessages({
  library(jsonlite); library(lme4); library(metafor); library(survey); library(MASS); library(psych); library(brglm2)
})

cases <- fromJSON(commandArgs(TRUE)[1], simplifyVector = FALSE)$cases
number <- function(v) if (is.null(v)) NA_real_ else if (identical(v, "Infinity")) Inf else as.numeric(v)
numbers <- function(v) vapply(v, number, 0)
matrix_of <- function(rows) do.call(rbind, lapply(rows, numbers))
frame <- function(columns, y) {
  parts <- c(lapply(columns, numbers), list(y = numbers(y)))
  as.data.frame(parts[lengths(parts) > 0])
}
model <- function(columns, intercept = TRUE) {
  right <- c(if (isTRUE(intercept)) "1" else "0", names(columns))
  as.formula(paste("y ~", paste(right, collapse = " + ")))
}

# Each gives figures of R under the names of the format, or nothing where R has no answer.
reference <- list(
  clopper_pearson_ci = function(i) {
    ends <- binom.test(i$x, i$n, conf.level = i$confidence)$conf.int
    list(lower = ends[1], upper = ends[2])
  },
  wilson_ci = function(i) {
    if (i$n <= 0 || i$x < 0 || i$x > i$n || i$x %% 1 != 0 || i$n %% 1 != 0) return(NULL)
    ends <- prop.test(i$x, i$n, conf.level = i$confidence, correct = FALSE)$conf.int
    list(lower = ends[1], upper = ends[2])
  },
  chi2_2x2 = function(i) {
    m <- matrix_of(i$table)
    if (any(rowSums(m) == 0) || any(colSums(m) == 0)) return(NULL)
    plain <- chisq.test(m, correct = FALSE); yates <- chisq.test(m)
    list(chi2 = plain$statistic, p_value = plain$p.value, chi2_yates = yates$statistic, p_value_yates = yates$p.value)
  },
  fisher_exact = function(i) {
    m <- matrix_of(i$table)
    if (any(rowSums(m) == 0) || any(colSums(m) == 0)) return(NULL)
    p <- function(side) fisher.test(m, alternative = side)$p.value
    list(p_two_sided = p("two.sided"), p_less = p("less"), p_greater = p("greater"))
  },
  mantel_haenszel = function(i) {
    strata <- Filter(function(s) sum(unlist(s)) >= 2, i$strata)
    if (length(strata) < 2) return(NULL)
    a <- array(unlist(lapply(strata, function(s) t(matrix_of(s)))), c(2, 2, length(strata)))
    plain <- mantelhaen.test(aperm(a, c(2, 1, 3)), correct = FALSE, conf.level = i$confidence)
    corrected <- mantelhaen.test(aperm(a, c(2, 1, 3)), correct = TRUE)
    list(odds_ratio = plain$estimate, lower = plain$conf.int[1], upper = plain$conf.int[2], chi2 = plain$statistic,
         p_value = plain$p.value, chi2_corrected = corrected$statistic, p_value_corrected = corrected$p.value)
  },
  bh_adjust = function(i) {
    p <- numbers(i$p_values)
    if (!length(p)) return(NULL)
    list(bh = p.adjust(p, "BH"), holm = p.adjust(p, "holm"), bonferroni = p.adjust(p, "bonferroni"), by = p.adjust(p, "BY"))
  },
  mann_whitney = function(i) {
    x <- numbers(i$x); y <- numbers(i$y)
    if (!length(x) || !length(y) || length(unique(c(x, y))) == 1) return(NULL)
    test <- function(correct) wilcox.test(x, y, exact = FALSE, correct = correct)
    list(u = test(FALSE)$statistic, p_value = test(FALSE)$p.value,
         p_exact = if (anyDuplicated(c(x, y)) == 0) wilcox.test(x, y, exact = TRUE)$p.value)
  },
  cochran_armitage = function(i) {
    if (is.null(i$scores)) return(NULL)
    x <- numbers(i$x); n <- numbers(i$n); s <- numbers(i$scores)
    keep <- n > 0
    if (sum(keep) < 2 || length(unique(s[keep])) < 2 || sum(x) %in% c(0, sum(n))) return(NULL)
    test <- prop.trend.test(x[keep], n[keep], s[keep])
    list(chi2 = test$statistic, p_value = test$p.value)
  },
  logistic = function(i) {
    data <- frame(i$columns, i$y)
    fit <- glm(model(i$columns, i$intercept), binomial, data, control = glm.control(1e-10, 100))
    kept <- !is.na(coef(fit))
    list(coef = unname(coef(fit)[kept]), se = unname(coef(summary(fit))[, 2]), log_likelihood = as.numeric(logLik(fit)))
  },
  firth = function(i) {
    data <- frame(i$columns, i$y)
    fit <- suppressWarnings(glm(model(i$columns), binomial, data, method = "brglmFit", type = "AS_mean",
                                epsilon = 1e-12, maxit = 10000))
    list(coef = unname(coef(fit)), se = unname(sqrt(diag(solve(crossprod(sqrt(fit$fitted.values * (1 - fit$fitted.values)) *
      model.matrix(fit)))))))
  },
  proportional_odds = function(i) {
    data <- frame(i$columns, i$y)
    if (length(unique(data$y)) < 3) return(NULL)
    data$y <- ordered(data$y)
    fit <- polr(model(i$columns), data, Hess = TRUE, control = list(reltol = 1e-14))
    list(coef = unname(coef(fit)), se = unname(sqrt(diag(vcov(fit)))[seq_along(coef(fit))]), thresholds = unname(fit$zeta),
         log_likelihood = as.numeric(logLik(fit)))
  },
  random_intercept_logit = function(i) {
    x <- numbers(i$x); n <- numbers(i$n)
    keep <- n > 0
    if (length(unique(x / n)) == 1) return(NULL)
    data <- data.frame(x = x[keep], n = n[keep], place = factor(seq_along(x)[keep]))
    fit <- suppressMessages(glmer(cbind(x, n - x) ~ 1 + (1 | place), data, binomial, nAGQ = 25,
                                  control = glmerControl(optimizer = "bobyqa", tolPwrss = 1e-12)))
    list(intercept = unname(fixef(fit)), variance = VarCorr(fit)$place[1])
  },
  eb_shrinkage = function(i) {
    y <- numbers(i$estimate); s <- numbers(i$se)
    if (length(y) < 2 || anyNA(y) || any(s == 0)) return(NULL)
    fit <- rma(y, sei = s, method = "DL")
    list(q = fit$QE, tau2 = fit$tau2, mu = as.numeric(fit$beta), mu_se = fit$se,
         shrunk = if (fit$tau2 > 0) as.numeric(blup(fit)$pred))
  },
  raking = function(i) {
    # A design of one row has no sampling units to compare.
    if (length(i$base_weight) < 2) return(NULL)
    data <- as.data.frame(lapply(i$rows, unlist))
    data$w <- numbers(i$base_weight)
    margins <- lapply(names(i$margins), function(name) {
      setNames(data.frame(names(i$margins[[name]]), numbers(i$margins[[name]])), c(name, "Freq"))
    })
    design <- svydesign(ids = ~1, weights = ~w, data = data)
    raked <- rake(design, lapply(names(i$margins), function(name) as.formula(paste("~", name))), margins,
                  control = list(maxit = 10000, epsilon = 1e-12))
    list(weight = unname(weights(raked)))
  },
  cronbach_alpha = function(i) {
    m <- matrix_of(i$items)
    m <- m[stats::complete.cases(m), , drop = FALSE]
    moving <- apply(m, 2, stats::var) > 0
    if (sum(moving) < 3) return(NULL)
    a <- suppressWarnings(suppressMessages(psych::alpha(m[, moving], check.keys = FALSE, warnings = FALSE)))
    feldt <- psych::alpha.ci(a$total$raw_alpha, nrow(m), sum(moving), p.val = 1 - i$confidence, digits = 12)
    list(alpha = a$total$raw_alpha, alpha_standardised = a$total$std.alpha, mean_r = a$total$average_r,
         feldt_lower = feldt$lower.ci, feldt_upper = feldt$upper.ci,
         alpha_if_deleted = if (all(moving)) a$alpha.drop$raw_alpha)
  }
)

held <- list(); wrong <- character()
for (case in cases) {
  ask <- reference[[case$family]]
  # Absences are ours to name.
  if (is.null(ask) || !identical(case$expected$status, "ok")) next
  found <- tryCatch(suppressWarnings(ask(case$input)), error = function(e) conditionMessage(e))
  if (is.character(found)) { wrong <- c(wrong, paste(case$id, "R:", found)); next }
  held[[case$family]] <- sum(held[[case$family]], !is.null(found))
  for (key in names(found)) {
    if (is.null(found[[key]]) || is.null(case$expected[[key]])) next
    want <- if (is.list(case$expected[[key]])) numbers(case$expected[[key]]) else number(case$expected[[key]])
    got <- as.numeric(found[[key]])
    # R rounds some of these itself: its own precision, but no less than the format's.
    rel <- max(case$tolerance$rel, 2e-7); abs <- max(case$tolerance$abs, 1e-8)
    off <- length(got) != length(want) || any(is.na(got) != is.na(want)) ||
      any(got != want & base::abs(got - want) > abs + rel * base::abs(want), na.rm = TRUE)
    if (off) wrong <- c(wrong, paste(case$id, key, "R:", toString(signif(head(got, 4), 10)), "case:", toString(signif(head(want, 4), 10))))
  }
}
for (family in names(held)) cat(sprintf("%-24s %4d\n", family, held[[family]]))
cat(length(wrong), "differences\n"); if (length(wrong)) cat(wrong, sep = "\n")
