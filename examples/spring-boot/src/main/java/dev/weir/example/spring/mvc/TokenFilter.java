package dev.weir.example.spring.mvc;

import dev.weir.example.spring.ApiTokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.web.filter.OncePerRequestFilter;

/// Logs in whoever brings a token. Who brings none, or a wrong one, goes on as nobody.
final class TokenFilter extends OncePerRequestFilter {
  private final ApiTokens tokens;

  TokenFilter(ApiTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    tokens
        .userOf(request.getHeader("authorization"), request.getQueryString())
        .map(user -> UsernamePasswordAuthenticationToken.authenticated(user, null, List.of()))
        .ifPresent(user -> SecurityContextHolder.setContext(new SecurityContextImpl(user)));
    chain.doFilter(request, response);
  }
}
